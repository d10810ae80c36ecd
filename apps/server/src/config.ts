import { resolve } from 'node:path';
import { z } from 'zod';
import { readRedisAddress } from './platform/redis-address.ts';

/** A postgres:// or postgresql:// address and so on, told by its scheme. */
function addressOf(...schemes: string[]) {
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
    );
}

/** A number of hours; null: for good. */
const hours = z.union([
  z.literal('unlimited').transform(() => null),
  z.coerce.number().min(0).max(1_000_000),
]);
const takesHours = 'a number of hours, or unlimited';

const port = z.coerce.number().int().min(0).max(65_535);

/** Each setting: how it parses, and what it takes in words for whoever set it wrong. */
const settings = {
  PORT: [port.default(3000), 'a port number, 0 to 65535'],
  HOST: [z.string().min(1).default('127.0.0.1'), 'an address to listen on'],
  DATA_DIR: [z.string().min(1).default('./data'), 'a folder'],
  DATABASE_URL: [
    addressOf('postgres', 'postgresql').optional(),
    'postgres://user:password@host/database',
  ],
  REDIS_URL: [
    z
      .string()
      .refine((value) => readRedisAddress(value) !== null)
      .optional(),
    'redis://user:password@host:6379, rediss://…, or several hosts of a cluster separated by commas',
  ],
  STORAGE_URL: [addressOf('s3', 'file').optional(), 's3://bucket?endpoint=… or file:///folder'],
  JWT_SECRET: [z.string().min(32).optional(), 'at least 32 characters'],
  PUBLIC_URL: [addressOf('http', 'https').optional(), 'http://… or https://…'],
  TRUST_PROXY: [
    z
      .string()
      .transform((value) => value.split(',').map((address) => address.trim()))
      .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])))
      .optional(),
    'addresses or networks (10.0.0.0/8) separated by commas',
  ],
  CORS_ORIGINS: [
    z
      .string()
      .transform((value) => value.split(',').map((origin) => origin.trim()))
      .pipe(z.array(z.union([z.literal('*'), addressOf('http', 'https')])))
      .optional(),
    'origins (https://example.org) separated by commas, or *',
  ],
  SMTP_URL: [addressOf('smtp', 'smtps').optional(), 'smtp://user:password@host'],
  METRICS_PORT: [port.optional(), 'a port number, 0 to 65535'],
  LOG_LEVEL: [
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    'trace, debug, info, warn, error, fatal or silent',
  ],
  EDIT_WINDOW_HOURS: [hours.default(24), takesHours],
  RECALL_WINDOW_HOURS: [hours.default(null), takesHours],
  VERSIONS_SECONDS: [z.coerce.number().min(0.1).max(25).default(25), 'seconds, 0.1 to 25'],
  DELIVERY_RECEIPTS: [z.enum(['on', 'off']).default('on'), 'on or off'],
  RATE_LIMITS: [z.enum(['on', 'off']).default('on'), 'on or off'],
  NODE_ENV: [z.string().default('production'), 'production, development or test'],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

/** The settings of a server, parsed once. Nobody else reads the environment. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Shared by all servers of one database, if it has more than one. */
  readonly redisUrl: string | null;
  readonly storageUrl: string | null;
  readonly jwtSecret: string | null;
  readonly publicUrl: string | null;
  /** Proxies whose word is taken for where a request comes from. */
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly smtpUrl: string | null;
  readonly metricsPort: number | null;
  readonly logLevel: string;
  /** For how long after its sending a message can be edited; null: for good. */
  readonly editWindowHours: number | null;
  /** For how long after its sending its sender can take a message back; null: for good. */
  readonly recallWindowHours: number | null;
  /** At most so long until a client that stays connected learns that it missed something. */
  readonly versionsSeconds: number;
  /** Whether people are shown when a message has reached somebody's device. */
  readonly areDeliveriesFollowed: boolean;
  readonly areRateLimitsOn: boolean;
  /** Outputs and events are checked against the contract, at a cost: development and tests. */
  readonly checksAnswers: boolean;
}

/** Says which setting is wrong and what it takes. */
export class ConfigError extends Error {}

/**
 * Reads the settings. An empty value counts as unset.
 * @throws ConfigError naming the setting and what it takes
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const read = <Name extends keyof typeof settings>(
    name: Name,
  ): z.output<(typeof settings)[Name][0]> => {
    const [schema, takes] = settings[name];
    const value = environment[name] === '' ? undefined : environment[name];
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw new ConfigError(`${name} takes ${takes}`);
    // The schema looked up by this very name made the value.
    return parsed.data as z.output<(typeof settings)[Name][0]>;
  };
  return Object.freeze({
    port: read('PORT'),
    host: read('HOST'),
    dataDir: resolve(read('DATA_DIR')),
    databaseUrl: read('DATABASE_URL') ?? null,
    redisUrl: read('REDIS_URL') ?? null,
    storageUrl: read('STORAGE_URL') ?? null,
    jwtSecret: read('JWT_SECRET') ?? null,
    publicUrl: read('PUBLIC_URL')?.replace(/\/+$/, '') ?? null,
    trustedProxies: read('TRUST_PROXY') ?? [],
    corsOrigins: read('CORS_ORIGINS') ?? [],
    smtpUrl: read('SMTP_URL') ?? null,
    metricsPort: read('METRICS_PORT') ?? null,
    logLevel: read('LOG_LEVEL'),
    editWindowHours: read('EDIT_WINDOW_HOURS'),
    recallWindowHours: read('RECALL_WINDOW_HOURS'),
    versionsSeconds: read('VERSIONS_SECONDS'),
    areDeliveriesFollowed: read('DELIVERY_RECEIPTS') === 'on',
    areRateLimitsOn: read('RATE_LIMITS') === 'on',
    checksAnswers: read('NODE_ENV') !== 'production',
  });
}

/** The settings of this process. */
export function configFromEnvironment(overrides: Record<string, string> = {}): Config {
  return readConfig({ ...process.env, ...overrides });
}
