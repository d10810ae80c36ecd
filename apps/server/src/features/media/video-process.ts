import { readVideoFacts } from './video-facts.ts';

/** A process of its own, told the path of a video, that prints what it is: see videos.ts. */
process.stdout.write(JSON.stringify(await readVideoFacts(process.argv[2] ?? '')));
