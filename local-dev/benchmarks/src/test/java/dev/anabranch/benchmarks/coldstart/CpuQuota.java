package dev.anabranch.benchmarks.coldstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Limits a child process to a share of one processor with a control group of Linux, as Lambda limits a function by its
 * memory.
 */
final class CpuQuota implements AutoCloseable {

    /** The default period of the kernel; Lambda does not document its own. */
    private static final int PERIOD_MICROS = 100_000;

    private final Path group;

    private CpuQuota(Path group) {
        this.group = group;
    }

    /** Returns a group with that share of a processor; empty if this user cannot create one. */
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

    /** Returns the command that must precede another command so that its whole process is in the group. */
    List<String> prefix() {
        return List.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(group);
    }
}
