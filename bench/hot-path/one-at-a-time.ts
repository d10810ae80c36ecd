import { configFromEnvironment } from '../../apps/server/src/config.ts';
import { prepareDatabase, startApp } from '../../apps/server/src/app.ts';
import { openPool } from '../../apps/server/src/platform/database.ts';
import { createLogger } from '../../apps/server/src/platform/logger.ts';

/** The same server with batches of one message: the baseline of what group commit is worth. */
const config = configFromEnvironment();
const logger = createLogger(config.logLevel);
const pool = openPool({ connectionString: config.databaseUrl ?? '' }, (error) => {
  logger.error({ err: error }, 'database');
});
await prepareDatabase(pool, logger);
const app = await startApp({ config, pool, logger, webClientFolder: null, ingestBatchSize: 1 });
console.log(`ready at ${app.url}`);
process.on('SIGTERM', () => {
  void app.close().then(() => pool.end());
});
