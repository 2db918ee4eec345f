package dev.anabranch.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class JournalFileTest {

    private static final long NEVER = Long.MAX_VALUE;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("journal");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(Journal journal, String key) {
        return journal.read(key).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static Map<String, List<String>> all(Journal journal) {
        Map<String, List<String>> all = new TreeMap<>();
        journal.keys("").forEach(key -> all.put(key, texts(journal, key)));
        return all;
    }

    @Test
    void keepsAllRecordsWithAndWithoutAClose() {
        JournalFile killed = JournalFile.open(file);
        killed.append("a", bytes("1"));
        killed.append("b", bytes("2"));
        killed.append("a", bytes("3"));
        killed.replace("b", bytes("4"));
        killed.append("c", bytes("5"));
        killed.remove("c");
        killed.append("c", bytes("6"));

        try (JournalFile next = JournalFile.open(file)) {
            assertThat(all(next)).isEqualTo(Map.of("a", List.of("1", "3"), "b", List.of("4"), "c", List.of("6")));
            assertThat(next.keys("a")).containsExactly("a");
        }
    }

    /** Simulates a kill of the process at every byte of a write. All earlier records must be readable. */
    @Test
    void halfARecordAfterTheAcknowledgedEndIsDroppedAndReported() throws IOException {
        List<Map<String, List<String>>> states = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        try (JournalFile journal = JournalFile.open(file)) {
            for (int i = 0; i < 12; i++) {
                states.add(all(journal));
                files.add(Files.readAllBytes(file));
                String key = "key" + i % 3;
                if (i % 5 == 4) {
                    journal.replace(key, bytes("replaced " + i));
                } else {
                    journal.append(key, bytes("text " + i));
                }
            }
            states.add(all(journal));
            files.add(Files.readAllBytes(file));
        }
        for (int i = 0; i + 1 < files.size(); i++) {
            byte[] before = files.get(i);
            byte[] after = files.get(i + 1);
            for (int length = before.length; length <= after.length; length++) {
                byte[] killed = Arrays.copyOf(after, length);
                System.arraycopy(before, 0, killed, 0, before.length);
                Files.write(file, killed);
                // A complete record counts even if it was not acknowledged. Its key may have been written before the
                // kill.
                try (JournalFile cut = JournalFile.open(file)) {
                    assertThat(all(cut)).isIn(states.get(i), states.get(i + 1));
                    assertThat(cut.droppedBytes()).isBetween(0L, (long) length - before.length);
                    cut.append("after", bytes("x"));
                }
                try (JournalFile again = JournalFile.open(file)) {
                    assertThat(texts(again, "after")).containsExactly("x");
                }
            }
        }
    }

    @Test
    void aFileThatWasCutIsRefused() throws IOException {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append("a", bytes("a first record"));
            journal.append("a", bytes("a second record"));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> JournalFile.open(file))
                    .isInstanceOf(DamagedFile.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("Restore the data folder from a backup");
        }
    }

    @Test
    void everyFlippedBitIsRefused() throws IOException {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append("a", bytes("a first record"));
            journal.replace("b", bytes("a second record"));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);

            assertThatThrownBy(() -> JournalFile.open(file)).as("bit %d", bit).isInstanceOf(DamagedFile.class);
        }
    }

    private static List<String> salvage(Path damaged, Path copy) throws IOException {
        try (JournalFile fresh = JournalFile.open(copy)) {
            return JournalSalvage.salvage(damaged, fresh);
        }
    }

    private Path damagedAt(String text) throws IOException {
        byte[] damaged = Files.readAllBytes(file);
        damaged[new String(damaged, StandardCharsets.ISO_8859_1).indexOf(text)] ^= 1;
        return Files.write(file, damaged);
    }

    @Test
    void salvageKeepsEveryKeyWhoseRecordsAreWholeAndListsTheOthers() throws IOException {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append("before", bytes("whole"));
            journal.append("around", bytes("first"));
            journal.append("around", bytes("damaged"));
            journal.append("after", bytes("whole too"));
            journal.append("around", bytes("third"));
        }
        Path copy = folder.resolve("copy");

        List<String> lost = salvage(damagedAt("damaged"), copy);

        assertThat(lost).hasSize(2);
        assertThat(lost.get(0)).matches("Bytes \\d+ to \\d+ of `journal` contain no whole record.");
        assertThat(lost.get(1))
                .isEqualTo("A record of `around` in `journal` may be missing, so its other records are left out.");
        try (JournalFile kept = JournalFile.open(copy)) {
            assertThat(all(kept)).isEqualTo(Map.of("before", List.of("whole"), "after", List.of("whole too")));
        }
    }

    @Test
    void salvageKeepsAKeyThatWasReplacedAfterTheDamage() throws IOException {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append("a", bytes("first"));
            journal.append("a", bytes("damaged"));
            journal.append("a", bytes("third"));
            journal.replace("a", bytes("the only one"));
        }
        Path copy = folder.resolve("copy");

        assertThat(salvage(damagedAt("damaged"), copy)).hasSize(1);
        try (JournalFile kept = JournalFile.open(copy)) {
            assertThat(all(kept)).isEqualTo(Map.of("a", List.of("the only one")));
        }
    }

    @Test
    void salvageReportsThatTheEndIsMissing() throws IOException {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append("a", bytes("first"));
            journal.append("b", bytes("second"));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThat(salvage(file, folder.resolve("copy")))
                .anySatisfy(sentence -> assertThat(sentence).contains("contain no whole record"))
                .anySatisfy(sentence -> assertThat(sentence).contains("are missing"));
    }

    @Test
    void salvageOfAnUndamagedJournalLosesNothing() throws IOException {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append("a", bytes("1"));
            journal.append("b", bytes("2"));
            journal.remove("a");
            journal.append("a", bytes("3"));
        }
        Path copy = folder.resolve("copy");

        assertThat(salvage(file, copy)).isEmpty();
        try (JournalFile kept = JournalFile.open(copy)) {
            assertThat(all(kept)).isEqualTo(Map.of("a", List.of("3"), "b", List.of("2")));
        }
    }

    /** A file opener that refuses writes until the test frees space. */
    private static final class FullDisk implements DiskFile.Opener {
        private final AtomicBoolean full = new AtomicBoolean();
        private final CountDownLatch refused = new CountDownLatch(1);

        @Override
        public RandomAccessFile open(Path path) throws IOException {
            return new RandomAccessFile(path.toFile(), "rw") {
                @Override
                public void write(byte[] bytes) throws IOException {
                    if (full.get()) {
                        super.write(bytes, 0, bytes.length / 2);
                        refused.countDown();
                        throw new IOException("No space left on device");
                    }
                    super.write(bytes);
                }
            };
        }
    }

    @Test
    @Timeout(60)
    void aRecordWaitsWhileTheDiskIsFullAndIsWrittenWhenItHasSpace() throws Exception {
        FullDisk disk = new FullDisk();
        try (JournalFile journal = JournalFile.open(file, NEVER, disk)) {
            journal.append("a", bytes("1"));
            disk.full.set(true);
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> journal.append("a", bytes("2")));
            disk.refused.await();
            await().untilAsserted(() -> assertThat(journal.trouble()).hasValue("No space left on device"));
            assertThat(waiting).isNotDone();

            disk.full.set(false);
            waiting.join();

            assertThat(journal.trouble()).isEmpty();
            assertThat(texts(journal, "a")).containsExactly("1", "2");
        }
        try (JournalFile next = JournalFile.open(file)) {
            assertThat(texts(next, "a")).containsExactly("1", "2");
        }
    }

    @Test
    @Timeout(60)
    void aFullDiskIsReportedWhenTheJournalIsOpened() {
        FullDisk disk = new FullDisk();
        disk.full.set(true);

        assertThatThrownBy(() -> JournalFile.open(file, NEVER, disk))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void anInterruptedThreadLeavesTheFileOpen() {
        try (JournalFile journal = JournalFile.open(file)) {
            Thread.currentThread().interrupt();
            journal.append("a", bytes("1"));
            assertThat(Thread.interrupted()).isTrue();
            journal.append("a", bytes("2"));

            assertThat(texts(journal, "a")).containsExactly("1", "2");
        }
    }

    @Test
    void damageBeforeTheEndIsRefused() throws IOException {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append("a", bytes("a first record"));
            journal.append("a", bytes("a second record"));
        }
        byte[] damaged = Files.readAllBytes(file);
        damaged[50] ^= 1;
        Files.write(file, damaged);

        assertThatThrownBy(() -> JournalFile.open(file))
                .isInstanceOf(DamagedFile.class)
                .hasMessageContaining("damaged at byte");
    }

    @Test
    void anotherFileIsNotOverwritten() throws IOException {
        Files.writeString(file, "This is the text of another program.");

        assertThatThrownBy(() -> JournalFile.open(file))
                .isInstanceOf(DamagedFile.class)
                .hasMessageContaining("is not a journal");
        assertThat(file).content().startsWith("This is the text");
    }

    @Test
    void aFileOfSupersededRecordsShrinksAndLosesNothing() throws IOException {
        long seed = Long.getLong("anabranch.seed", 11L);
        Random random = new Random(seed);
        Map<String, List<String>> expected = new TreeMap<>();
        try (JournalFile journal = JournalFile.open(file, 20_000)) {
            for (int i = 0; i < 3_000; i++) {
                String key = "key" + random.nextInt(20);
                String text = "record " + i;
                int kind = random.nextInt(10);
                if (kind == 0) {
                    journal.remove(key);
                    expected.remove(key);
                } else if (kind < 4) {
                    journal.replace(key, bytes(text));
                    expected.put(key, new ArrayList<>(List.of(text)));
                } else {
                    journal.append(key, bytes(text));
                    expected.computeIfAbsent(key, k -> new ArrayList<>()).add(text);
                }
            }
            assertThat(all(journal)).as("seed %d", seed).isEqualTo(expected);
            assertThat(Files.size(file)).isLessThan(25_000);
        }
        try (JournalFile next = JournalFile.open(file, NEVER)) {
            assertThat(all(next)).as("seed %d", seed).isEqualTo(expected);
        }
    }
}
