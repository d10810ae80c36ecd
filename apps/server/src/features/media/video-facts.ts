import { EncodedPacketSink, FilePathSource, Input, MP4, WEBM } from 'mediabunny';

export interface VideoFacts {
  readonly durationSeconds: number;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
}

/**
 * Reads what a video says of itself, here and there in the file, never all of it.
 * @returns null for what is no whole video
 */
export async function readVideoFacts(path: string): Promise<VideoFacts | null> {
  using input = new Input({
    source: new FilePathSource(path, { handleUnhandledError: () => {} }),
    formats: [MP4, WEBM],
  });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video || !(await isWhole(input))) return null;
    const width = Math.round(await video.getDisplayWidth());
    const height = Math.round(await video.getDisplayHeight());
    const durationSeconds = await input.computeDuration();
    const isSane = width > 0 && height > 0 && durationSeconds > 0 && durationSeconds < Infinity;
    return isSane ? { width, height, durationSeconds } : null;
  } catch {
    return null;
  }
}

/** Whether the last packet of each track is there, and no later than the file promises. */
async function isWhole(input: Input): Promise<boolean> {
  for (const track of await input.getTracks()) {
    if (!track.isVideoTrack() && !track.isAudioTrack()) continue;
    const last = await new EncodedPacketSink(track).getPacket(Infinity);
    if (!last || last.data.length === 0) return false;
  }
  const promised = await input.getDurationFromMetadata();
  // Headers round, and count a little differently from the packets.
  return promised === null || promised - (await input.computeDuration()) <= 1 + promised * 0.02;
}
