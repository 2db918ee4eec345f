package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.util.List;

/** The display of a command that shows no progress. */
final class NoProgress implements Progress {

    @Override
    public void arrange(ProgressTree tree) {}

    @Override
    public void error(String node, String name, String message) {}

    @Override
    public void expect(String node, long total, boolean grows) {}

    @Override
    public void advance(String node, long succeeded, long failed, long cached) {}

    @Override
    public void failed(String node, long failed) {}

    @Override
    public void ended(RunStatus status, Duration took) {}

    @Override
    public void print(List<String> lines) {}

    @Override
    public void close() {}
}
