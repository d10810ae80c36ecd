// What every npm script calls: node scripts/launch.mjs <start|dev|seed|xom|test|check|bench> [arguments].
// Nothing is imported before the version is known, so that an old Node reads this far.
const oldest = 20;
const major = Number(process.versions.node.split('.')[0]);

if (major < oldest) {
  console.error(
    `Xóm needs Node ${oldest} or newer to set itself up; this is Node ${process.versions.node}. Get one at https://nodejs.org.`,
  );
  process.exitCode = 1;
} else {
  import('./commands.mjs').then(
    async ({ runCommand }) => {
      process.exitCode = await runCommand(process.argv[2], process.argv.slice(3));
    },
    (error) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
