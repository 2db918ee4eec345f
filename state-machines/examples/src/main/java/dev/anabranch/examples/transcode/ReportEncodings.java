package dev.anabranch.examples.transcode;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Adds up the durations. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ReportEncodings implements Task<List<Encoding>, TranscodeReport> {

    @Override
    public TranscodeReport run(List<Encoding> encodings, TaskContext context) {
        return new TranscodeReport(
                encodings.size(),
                encodings.stream()
                        .filter(encoding -> encoding.address() == null)
                        .count(),
                encodings.stream().mapToInt(Encoding::seconds).sum());
    }
}
