package dev.anabranch.examples.transcode;

/**
 * What became of the videos.
 *
 * @param videos the number of videos
 * @param lost the number of lost videos
 * @param seconds the duration of all transcoded videos
 */
public record TranscodeReport(int videos, long lost, int seconds) {}
