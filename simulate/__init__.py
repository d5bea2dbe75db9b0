"""What happens: sources, codes, decoders, ranking, studies, sweeps and their results store."""
