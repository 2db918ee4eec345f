package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.engine.journal.DiskFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is created on a full disk is refused, and can be created when the disk has space again. */
final class FullDiskStoreTest {

    @TempDir
    Path folder;

    private Path store() {
        return folder.resolve("stores.mv");
    }

    /**
     * A disk with room for some bytes of the store. A write that exceeds them is written in part, as POSIX systems do.
     */
    private DiskFile.Opener withRoomFor(int bytes) {
        return path -> new RandomAccessFile(path.toFile(), "rw") {
            @Override
            public void write(byte[] content) throws IOException {
                boolean fits = !path.equals(store()) || getFilePointer() + content.length <= bytes;
                if (!fits) {
                    super.write(content, 0, (int) Math.max(0, Math.min(content.length, bytes - getFilePointer())));
                    throw new IOException("No space left on device");
                }
                super.write(content);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 5000, 8191})
    void storeThatWasBegunOnAFullDiskIsCreatedLater(int bytes) throws IOException {
        assertThatThrownBy(() -> Storage.file(store(), Storage.Sync.WRITTEN, withRoomFor(bytes)))
                .hasStackTraceContaining("No space left on device");
        assertThat(Files.size(store())).isEqualTo(bytes);

        try (Storage storage = Storage.file(store(), Storage.Sync.WRITTEN)) {
            storage.restructure(() -> storage.maps().openMap("m").put("key", "value"));
        }

        try (Storage storage = Storage.file(store(), Storage.Sync.WRITTEN)) {
            assertThat(storage.read(() -> storage.maps().openMap("m").get("key")))
                    .isEqualTo("value");
        }
    }

    @Test
    void messageNamesTheFileAndTheReason() {
        assertThatThrownBy(() -> Storage.file(store(), Storage.Sync.WRITTEN, withRoomFor(4096)))
                .hasMessage("The file `" + store() + "` cannot be written: No space left on device");
    }
}
