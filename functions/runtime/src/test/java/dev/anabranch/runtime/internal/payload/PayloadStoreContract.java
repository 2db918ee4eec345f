package dev.anabranch.runtime.internal.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.action.PayloadMissing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that every store of payloads must pass; subclasses provide the store. */
public abstract class PayloadStoreContract {

    private static final String TYPE = "application/octet-stream";

    private PayloadStore store = newPayloadStore();

    /** Returns an empty store. */
    protected abstract PayloadStore newPayloadStore();

    @BeforeEach
    void setUp() {
        store = newPayloadStore();
    }

    @Test
    void bytesAreReadWholeAndAsAStream() throws IOException {
        store.put("runs/r/a!20b.json", TYPE, new byte[] {1, 2, 3});
        store.put("runs/r/empty", TYPE, new byte[0]);

        assertThat(store.get("runs/r/a!20b.json")).containsExactly(1, 2, 3);
        assertThat(store.get("runs/r/empty")).isEmpty();
        try (InputStream in = store.open("runs/r/a!20b.json")) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void putReplaces() {
        store.put("k", TYPE, new byte[] {1});
        store.put("k", TYPE, new byte[] {2, 3});

        assertThat(store.get("k")).containsExactly(2, 3);
    }

    @Test
    void filesAreStored(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[3 << 20];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i * 31));
        Path file = Files.write(folder.resolve("f"), bytes);

        store.put("file", TYPE, file);

        assertThat(store.get("file")).isEqualTo(bytes);
    }

    @Test
    void missingKeyIsNamed() {
        assertThatThrownBy(() -> store.get("no/such"))
                .isInstanceOf(PayloadMissing.class)
                .hasMessageContaining("no/such");
        assertThatThrownBy(() -> store.open("no/such")).isInstanceOf(PayloadMissing.class);
    }

    @Test
    void listsByPrefixOverManyPagesAndDeletes() {
        IntStream.range(0, 1_100).forEach(i -> store.put(String.format("a/%04d", i), TYPE, new byte[] {1}));
        store.put("b", TYPE, new byte[7]);

        assertThat(store.list("a/").map(PayloadStore.Payload::key))
                .hasSize(1_100)
                .isSorted()
                .endsWith("a/1099");
        assertThat(store.list("b")).containsExactly(new PayloadStore.Payload("b", 7));
        store.delete(store.list("a/").map(PayloadStore.Payload::key).toList());
        store.delete(List.of("never/was"));
        store.delete(List.of());
        assertThat(store.list("").map(PayloadStore.Payload::key)).containsExactly("b");
    }
}
