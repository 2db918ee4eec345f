package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.engine.journal.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a truncated or damaged store is rejected by name, or contains everything that was written. */
final class DamagedStoreTest {

    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private Path write(Path file) {
        for (int round = 0; round < 3; round++) {
            try (Storage storage = Storage.file(file, Storage.Sync.WRITTEN)) {
                Map<String, String> map =
                        storage.restructure(() -> storage.maps().openMap("map"));
                for (int i = 0; i < 60; i++) {
                    String key = "key" + i;
                    String value = "value " + round + " " + i + " ".repeat(200);
                    storage.write(() -> map.put(key, value));
                }
            }
        }
        return file;
    }

    private static Map<String, String> read(Path file) {
        try (Storage storage = Storage.file(file, Storage.Sync.WRITTEN)) {
            return storage.restructure(() -> new HashMap<>(storage.maps().<String, String>openMap("map")));
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        int at = random.nextInt(whole.length);
        switch (random.nextInt(3)) {
            case 0 -> damaged = Arrays.copyOf(whole, at);
            case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            default -> Arrays.fill(damaged, at - at % PAGE, Math.min(whole.length, at - at % PAGE + PAGE), (byte) 0);
        }
        return damaged;
    }

    @Test
    void everyDamageIsRefusedByNameOrWithoutEffect() throws IOException {
        long seed = Long.getLong("anabranch.seed", 12L);
        int damages = Integer.getInteger("anabranch.damages", 300);
        Path original = write(folder.resolve("original.mv"));
        Map<String, String> expected = read(original);
        byte[] data = Files.readAllBytes(original);
        byte[] seal = Files.readAllBytes(SealedFile.seal(original));
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < damages; i++) {
            Path copy = folder.resolve("copy" + i + ".mv");
            boolean inSeal = random.nextInt(4) == 0;
            Files.write(copy, inSeal ? data : damaged(data, random));
            Files.write(SealedFile.seal(copy), inSeal ? damaged(seal, random) : seal);
            try {
                assertThat(read(copy)).as("seed %d, damage %d", seed, i).isEqualTo(expected);
            } catch (DamagedFile named) {
                assertThat(named).hasMessageContaining(copy.toString());
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(1, damages);
    }

    @Test
    void aStoreThatWasCutToNothingIsRefused() throws IOException {
        Path file = write(folder.resolve("store.mv"));
        Files.write(file, new byte[0]);

        assertThatThrownBy(() -> read(file)).isInstanceOf(DamagedFile.class).hasMessageContaining("is truncated");
    }

    @Test
    void opensAStoreWithADamagedPageAndRefusesToReadThatPage() throws IOException {
        Path file = folder.resolve("store.mv");
        int keys = 2000;
        try (Storage storage = Storage.file(file, Storage.Sync.WRITTEN)) {
            for (String name : List.of("old", "new")) {
                Map<Integer, String> map =
                        storage.restructure(() -> storage.maps().openMap(name));
                storage.write(() -> {
                    IntStream.range(0, keys).forEach(key -> map.put(key, name + " " + key * 31));
                    return map;
                });
            }
            storage.maps().closeImmediately(); // Closes the store as a killed process does, without compacting.
        }
        byte[] whole = Files.readAllBytes(file);
        int usable = 0;
        for (int block = 0; block < whole.length / SealedFile.BLOCK; block++) {
            byte[] damaged = whole.clone();
            damaged[block * SealedFile.BLOCK + 100] ^= 1;
            Files.write(file, damaged);
            try (Storage storage = Storage.file(file, Storage.Sync.WRITTEN)) {
                if (reads(storage, "new") && !reads(storage, "old")) {
                    usable++;
                }
            } catch (DamagedFile named) {
                assertThat(named).hasMessageContaining("anabranch repair --data " + folder);
            }
            Files.write(file, whole);
        }
        assertThat(usable).isPositive();
    }

    /** Parity does not depend on the order of blocks, so it alone cannot show that two of them changed places. */
    @Test
    void restoresBlocksThatChangedPlaces() throws IOException {
        Path file = write(folder.resolve("store.mv"), 6_000);
        byte[] whole = Files.readAllBytes(file);
        int blocks = whole.length / PAGE;
        assertThat(blocks).as("two groups of blocks with a common parity").isGreaterThan(SealLayout.GROUPS + 8);
        for (int one = 0; one + SealLayout.GROUPS < blocks; one++) {
            byte[] swapped = whole.clone();
            int other = one + SealLayout.GROUPS;
            System.arraycopy(whole, one * PAGE, swapped, other * PAGE, PAGE);
            System.arraycopy(whole, other * PAGE, swapped, one * PAGE, PAGE);
            Files.write(file, swapped);

            assertThat(healed(file)).as("blocks %d and %d", one, other).contains(whole);
        }
    }

    @Test
    void restoresAllBlocksFromDamagedChecksums() throws IOException {
        Path file = write(folder.resolve("store.mv"), 6_000);
        byte[] whole = Files.readAllBytes(file);
        byte[] seal = Files.readAllBytes(SealedFile.seal(file));
        for (int sums : new int[] {1, 2, 63, 65, 70}) {
            byte[] damaged = seal.clone();
            Arrays.fill(damaged, PAGE, PAGE + sums * Integer.BYTES, (byte) 0);
            Files.write(SealedFile.seal(file), damaged);

            assertThat(healed(file)).as("%d checksums", sums).contains(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 66})
    void doesNotTrustBlocksThatAreDamagedInTheSameWay(int inARow) throws IOException {
        Path file = write(folder.resolve("store.mv"), 20_000);
        byte[] damaged = Files.readAllBytes(file);
        for (int block = 10; block < 10 + inARow; block++) {
            damaged[block * PAGE + 7] ^= 1;
            damaged[(block + SealLayout.GROUPS) * PAGE + 7] ^= 1;
        }
        Files.write(file, damaged);

        assertThat(healed(file)).isEmpty();
    }

    @Test
    void doesNotTrustBlocksWhoseDamagesAddUpToNothing() throws IOException {
        Path file = write(folder.resolve("store.mv"), 20_000);
        byte[] damaged = Files.readAllBytes(file);
        damaged[10 * PAGE + 7] ^= 1;
        damaged[(10 + SealLayout.GROUPS) * PAGE + 9] ^= 2;
        damaged[(10 + 2 * SealLayout.GROUPS) * PAGE + 7] ^= 1;
        damaged[(10 + 2 * SealLayout.GROUPS) * PAGE + 9] ^= 2;
        Files.write(file, damaged);

        assertThat(healed(file)).isEmpty();
    }

    @Test
    void restoresTwoPairsOfBlocksThatChangedPlaces() throws IOException {
        Path file = write(folder.resolve("store.mv"), 20_000);
        byte[] whole = Files.readAllBytes(file);
        byte[] swapped = whole.clone();
        for (int one : new int[] {10, 10 + 2 * SealLayout.GROUPS}) {
            int other = one + SealLayout.GROUPS;
            System.arraycopy(whole, one * PAGE, swapped, other * PAGE, PAGE);
            System.arraycopy(whole, other * PAGE, swapped, one * PAGE, PAGE);
        }
        Files.write(file, swapped);

        assertThat(healed(file)).contains(whole);
    }

    private static Path write(Path file, int keys) {
        try (Storage storage = Storage.file(file, Storage.Sync.BATCHED)) {
            Map<String, String> map = storage.restructure(() -> storage.maps().openMap("map"));
            Random random = new Random(7);
            for (int i = 0; i < keys; i++) {
                String key = "key" + i;
                String value = i + " " + random.nextLong() + random.nextLong() + random.nextLong();
                storage.write(() -> map.put(key, value));
            }
        }
        return file;
    }

    /** Returns the content that is computed for a damaged file; empty if it is not complete. */
    private Optional<byte[]> healed(Path file) throws IOException {
        Path copy = folder.resolve("healed.mv");
        Files.deleteIfExists(copy);
        Files.deleteIfExists(SealedFile.seal(copy));
        boolean whole = SealedFile.heal(file, copy, false).orElseThrow();
        return whole ? Optional.of(Files.readAllBytes(copy)) : Optional.empty();
    }

    /** Reads a whole map. Returns false if the read fails because of damage. */
    private static boolean reads(Storage storage, String name) {
        try {
            Map<Integer, String> map = storage.restructure(() -> storage.maps().openMap(name));
            storage.read(() -> {
                map.forEach((key, value) -> assertThat(value).isEqualTo(name + " " + key * 31));
                return map;
            });
            return true;
        } catch (DamagedFile named) {
            return false;
        }
    }
}
