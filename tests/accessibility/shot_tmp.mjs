import puppeteer from "puppeteer-core"; import { pathToFileURL } from "node:url";
const [folder,out,...list]=process.argv.slice(2);
const b=await puppeteer.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"],protocolTimeout:120000});
for (const one of list){ const [name,w,mode,y]=one.split(":"); const p=await b.newPage();
 await p.emulateMediaFeatures([{name:"prefers-color-scheme",value:mode}]); await p.setViewport({width:+w,height:+w>500?900:1200});
 await p.goto(pathToFileURL(folder+"/"+name.split("#")[0]).href+(name.includes("#")?"#"+name.split("#")[1]:"")); if(y) await p.evaluate((y)=>window.scrollBy(0,+y),y);
 await p.screenshot({path:`${out}/${name.replace("#","_")}-${w}-${mode}-${y||0}.png`}); await p.close();}
await b.close();
