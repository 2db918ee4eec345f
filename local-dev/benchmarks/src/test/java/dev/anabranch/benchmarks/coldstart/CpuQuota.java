package dev.anabranch.benchmarks.coldstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A share of one processor for a child process, by a control group of Linux: what Lambda gives a function by its memory. */
final class CpuQuota implements AutoCloseable {

    /** Lambda's own period is not documented; this is the kernel's default. */
    private static final int PERIOD_MICROS = 100_000;

    private final Path group;

    private CpuQuota(Path group) {
        this.group = group;
    }

    /** A group with that share of a processor; empty where this user may not make one. */
    static Optional<CpuQuota> of(double processors) {
        long micros = Math.round(processors * PERIOD_MICROS);
        String name = "anabranch-" + ProcessHandle.current().pid() + "-" + micros;
        Path second = Path.of("/sys/fs/cgroup", name);
        Path first = Path.of("/sys/fs/cgroup/cpu", name);
        try {
            if (Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
                Files.createDirectory(second);
                Files.writeString(second.resolve("cpu.max"), micros + " " + PERIOD_MICROS);
                return Optional.of(new CpuQuota(second));
            }
            Files.createDirectory(first);
            Files.writeString(first.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
            Files.writeString(first.resolve("cpu.cfs_quota_us"), Long.toString(micros));
            return Optional.of(new CpuQuota(first));
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    /** What a command is preceded by, so that it is in the group from its first instruction on. */
    List<String> prefix() {
        return List.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(group);
    }
}
