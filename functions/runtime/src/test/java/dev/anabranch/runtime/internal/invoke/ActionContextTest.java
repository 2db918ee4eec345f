package dev.anabranch.runtime.internal.invoke;

import static dev.anabranch.runtime.internal.action.Calls.VALUE;
import static dev.anabranch.runtime.internal.action.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.runtime.internal.action.Bench;
import dev.anabranch.runtime.internal.action.Calls;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.lambda.JsonLogSink;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.task.Blob;
import dev.anabranch.task.TaskContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionContextTest {

    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private final Invocation call = Calls.at(call("1", VALUE), 3L, 17L);
    private Path folder = Path.of("");
    private Bench bench = new Bench(new MemoryActionStore(), payloads, Runnable::run, folder);
    private TaskContext context = context(60);

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        folder = scratch;
        bench = new Bench(new MemoryActionStore(), payloads, Runnable::run, scratch);
        context = context(60);
    }

    private TaskContext context(int seconds) {
        return new ActionContext(bench.host(), call, 2, Bench.NOW.plusSeconds(seconds));
    }

    @Test
    void knowsItsAction() {
        assertThat(context.runId()).isEqualTo("run-1");
        assertThat(context.workflow()).isEqualTo("land-cover");
        assertThat(context.node()).isEqualTo("classify");
        assertThat(context.index()).hasValue(17);
        assertThat(context.attempt()).isEqualTo(2);
    }

    @Test
    void timeLeftIsNeverNegative() {
        assertThat(context(60).timeLeft()).isEqualTo(Duration.ofSeconds(60));
        assertThat(context(-1).timeLeft()).isZero();
    }

    @Test
    void writesAFileBelowTheRunAndReadsItBack() throws IOException {
        Blob blob = context.write("map ✓.png", "image/png", out -> {
            out.write(new byte[] {1, 2, 3});
            out.close();
        });

        assertThat(blob)
                .isEqualTo(new Blob("map ✓.png", "image/png", 3, "runs/run-1/files/classify/3.17/map!20!E2!9C!93.png"));
        try (InputStream in = context.open(blob)) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void largeFileIsBufferedOnDisk() throws IOException {
        byte[] chunk = new byte[1 << 20];
        Blob blob = context.write("large.bin", "application/octet-stream", out -> {
            for (int i = 0; i < 6; i++) {
                out.write(chunk);
            }
        });

        assertThat(blob.size()).isEqualTo(6L << 20);
        assertThat(payloads.get(blob.key())).hasSize(6 << 20);
        assertThat(payloads.largestPutFromMemory()).isZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void failedWriterStoresNothingAndCanRetry() throws IOException {
        assertThatThrownBy(() -> context.write("a", "text/plain", out -> {
                    out.write(1);
                    throw new IOException("no more ideas");
                }))
                .hasMessage("no more ideas");
        assertThat(payloads.payloads()).isEmpty();

        assertThat(context.write("a", "text/plain", out -> out.write(1)).size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a/b",
                "a\\b",
                ".",
                "..",
                "...",
                "a.",
                "a ",
                " a",
                "a\0b",
                "a\nb",
                "a\u007f",
                "C:a",
                "a*",
                "a?",
                "<a>",
                "a|b",
                "a\"b",
                "nul",
                "NUL.txt",
                "con",
                "Com1.a.b",
                "lpt9",
                "aux .txt",
                "\ud800"
            })
    void invalidFileNamesAreRefused(String name) {
        assertThatThrownBy(() -> context.write(name, "text/plain", out -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The name of a file must");
        assertThat(payloads.payloads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".hidden",
                "a..b",
                "null",
                "com",
                "com10",
                "console.txt",
                "a b.csv",
                "größe ✓ 😀.png",
                "~",
                "-rf",
                "a'b"
            })
    void validFileNamesAreAccepted(String name) throws IOException {
        assertThat(context.write(name, "text/plain", out -> {}).name()).isEqualTo(name);
    }

    @Test
    void lengthOfANameIsMeasuredInBytes() {
        assertThatThrownBy(() -> context.write("✓".repeat(67), "text/plain", out -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 200 bytes");
    }

    @Test
    void sameNameTwiceIsRefused() throws IOException {
        context.write("x".repeat(200), "text/plain", out -> {});

        assertThatThrownBy(() -> context.write("x".repeat(200), "text/plain", out -> {}))
                .hasMessageContaining("already written");
        assertThatThrownBy(() -> context.write("x".repeat(201), "text/plain", out -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void opensFilesOnly() {
        assertThatThrownBy(() -> context.open(new Blob("a", "b", 1, "runs/run-1/results/n/-/1.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the key of a file");
    }

    @Test
    void linesNameTheAction() {
        context.logger().log(System.Logger.Level.INFO, "{0} tiles of {1}", 1_000, "x");
        context.logger().log(System.Logger.Level.WARNING, "don't format {0}", new IOException("why"));
        context.logger().log(System.Logger.Level.DEBUG, "chatter");

        assertThat(bench.lines())
                .extracting(line -> line.level() + " " + line.message() + " " + line.path() + " " + line.attempt())
                .containsExactly("INFO 1,000 tiles of x [3, 17] 2", "WARNING don't format {0} [3, 17] 2");
    }

    @Test
    void linesAreWrittenAsJson() {
        context.logger().log(System.Logger.Level.ERROR, "said \"no\"\nand left", new IOException("why"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        bench.lines().forEach(new JsonLogSink(new PrintStream(out, true, StandardCharsets.UTF_8))::write);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"time\":\"2026-01-01T12:00:00.250Z\",\"level\":\"ERROR\",\"run\":\"run-1\","
                        + "\"workflow\":\"land-cover\",\"node\":\"classify\",\"path\":\"3.17\",\"attempt\":2,"
                        + "\"message\":\"said \\\"no\\\"\\nand left\",\"error\":\"java.io.IOException\",\"stack\":\"")
                .hasLineCount(1);
    }
}
