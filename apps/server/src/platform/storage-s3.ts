import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Failure } from './failure.ts';
import type { Storage } from './storage.ts';

/**
 * Keeps files in a bucket: `s3://bucket/prefix?endpoint=https://…&region=…`. The credentials are the
 * address's `user:password@` or what the SDK finds by itself (AWS_ACCESS_KEY_ID and so on).
 */
export function openS3Storage(url: URL): Storage {
  const Bucket = url.hostname;
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  const Key = (key: string): string => (prefix ? `${prefix}/${key}` : key);
  const client = openClient(url);
  return {
    async put(key, path) {
      const { size } = await stat(path);
      const Body = createReadStream(path);
      await client.send(new PutObjectCommand({ Bucket, Key: Key(key), Body, ContentLength: size }));
      await rm(path, { force: true });
    },
    async open(key, range) {
      const Range = range && `bytes=${range.start}-${range.end}`;
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket, Key: Key(key), ...(Range && { Range }) }),
        );
        if (Body instanceof Readable) return Body;
      } catch (error) {
        if (!(error instanceof NoSuchKey)) throw error;
      }
      throw new Failure('not_found');
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: Key(key) }));
    },
    async *list() {
      const pages = paginateListObjectsV2(
        { client },
        { Bucket, ...(prefix && { Prefix: Key('') }) },
      );
      for await (const { Contents = [] } of pages) {
        for (const { Key: found } of Contents) if (found) yield found.slice(Key('').length);
      }
    },
  };
}

function openClient(url: URL): S3Client {
  const endpoint = url.searchParams.get('endpoint');
  // Others than Amazon seldom care for the region, and seldom have a host name for each bucket.
  const region = url.searchParams.get('region') ?? (endpoint && 'us-east-1');
  return new S3Client({
    ...(region && { region }),
    ...(endpoint && { endpoint, forcePathStyle: true }),
    // Nor do all of them know the newest checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(url.username && {
      credentials: {
        accessKeyId: decodeURIComponent(url.username),
        secretAccessKey: decodeURIComponent(url.password),
      },
    }),
  });
}
