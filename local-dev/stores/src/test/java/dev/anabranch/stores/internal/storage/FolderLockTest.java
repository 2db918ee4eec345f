package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks between processes and within one. */
final class FolderLockTest {

    @TempDir
    private Path folder;

    /** Prints whether another process can lock a file. */
    static final class OtherProcess {
        public static void main(String[] args) throws Exception {
            System.out.print(FolderLock.tryLock(Path.of(args[0])).isPresent());
        }
    }

    private static String lockedByAnotherProcess(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    @Test
    void lockIsKeptAfterTheSameProcessHasTriedItAgain() throws Exception {
        Path file = folder.resolve("lock");
        try (FolderLock lock = FolderLock.tryLock(file).orElseThrow()) {
            assertThat(FolderLock.tryLock(file)).isEmpty();

            assertThat(lockedByAnotherProcess(file)).isEqualTo("false");
            assertThat(lock).isNotNull();
        }
        assertThat(lockedByAnotherProcess(file)).isEqualTo("true");
    }
}
