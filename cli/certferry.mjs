#!/usr/bin/env node
// The sources are TypeScript, which only Node 24 runs as it is: an older one is told so, not crashed.
const major = Number(process.versions.node.split('.')[0]);
if (major >= 24) {
  // A reader that leaves ("| head", or "| tee" at Ctrl+C) must not end a deployment half-way.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE') process.exitCode = 1;
    });
  }
  const { main } = await import('./main.ts');
  const exitCode = await main(process.argv.slice(2));
  process.exitCode ||= exitCode;
} else {
  console.error(
    `certferry needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      'Inside the repository "npm run certferry -- …" brings its own.',
  );
  process.exitCode = 3;
}
