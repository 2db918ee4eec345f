package dev.anabranch.runtime.internal.invoke;

import static dev.anabranch.runtime.internal.action.Calls.VALUE;
import static dev.anabranch.runtime.internal.action.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runtime.internal.action.Bench;
import dev.anabranch.runtime.internal.action.Calls;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("replaces the standard streams")
final class AttemptLogTest {

    private static final int KB = 1_024;

    private final List<LogLine> lines = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream others = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @BeforeEach
    void setUp() {
        PrintStream stray = new PrintStream(others, true, StandardCharsets.UTF_8);
        TaskStreams.install(stray, stray);
    }

    @AfterEach
    void tearDown() {
        AttemptLog.leave();
        System.setOut(out);
        System.setErr(err);
        TaskStreams.forget();
    }

    private AttemptLog log(long limit, Long... path) {
        Invocation action = Calls.at(call("1", VALUE), path);
        return new AttemptLog(action, 2, InstantSource.fixed(Bench.NOW), lines::add, limit);
    }

    private List<String> texts() {
        return lines.stream()
                .map(line -> line.level() + " " + line.path() + " " + line.message())
                .toList();
    }

    @Test
    void printedLinesBelongToTheActionOfTheThread() {
        System.out.println("before");
        try (AttemptLog log = log(64 * KB, 3L)) {
            log.enter();
            System.out.println("größe ✓");
            System.err.print("no line ");
            System.err.println("break");
            System.out.print("unfinished");
            AttemptLog.leave();
            System.out.println("after");
        }

        assertThat(texts()).containsExactly("INFO [3] größe ✓", "WARNING [3] no line break", "INFO [3] unfinished");
        assertThat(others.toString(StandardCharsets.UTF_8)).isEqualTo("before\nafter\n");
    }

    @Test
    void threadsOfATaskWriteToItsLogUntilItEnds() throws InterruptedException {
        try (AttemptLog log = log(64 * KB, 3L)) {
            log.enter();
            Thread own = new Thread(() -> System.out.println("from a thread"));
            own.start();
            own.join();
        }
        System.out.println("late");

        assertThat(texts()).containsExactly("INFO [3] from a thread");
        assertThat(others.toString(StandardCharsets.UTF_8)).isEqualTo("late\n");
    }

    @Test
    void nextActionHasTheStreamsAgainThatATaskReplacedOrClosed() {
        try (AttemptLog log = log(64 * KB, 3L)) {
            log.enter();
            System.out.close();
            System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
            System.out.println("nowhere");
        }
        try (AttemptLog log = log(64 * KB, 4L)) {
            log.enter();
            System.out.println("here");
        }

        assertThat(texts()).containsExactly("INFO [4] here");
    }

    @Test
    void javaLoggingBelongsToTheAction() {
        List<LogRecord> strays = new ArrayList<>();
        TaskLogHandler handler = new TaskLogHandler(strays::add);
        LogRecord tiles = new LogRecord(Level.SEVERE, "{0} tiles");
        tiles.setParameters(new Object[] {3});
        tiles.setThrown(new IllegalStateException("why"));
        try (AttemptLog log = log(64 * KB, 3L)) {
            log.enter();
            handler.publish(tiles);
            handler.publish(new LogRecord(Level.FINE, "detail"));
            AttemptLog.leave();
            handler.publish(new LogRecord(Level.INFO, "stray"));
        }

        assertThat(texts()).containsExactly("ERROR [3] 3 tiles", "DEBUG [3] detail");
        assertThat(lines.get(0).stack()).contains("java.lang.IllegalStateException: why");
        assertThat(strays).hasSize(1);
    }

    @Test
    void beginningAndEndOfALongLogAreKept() {
        try (AttemptLog log = log(64 * KB, 3L)) {
            log.enter();
            for (int i = 0; i < 10_000; i++) {
                System.out.println("line " + i);
            }
            log.failed("it failed", new IllegalStateException("why"));
        }

        assertThat(texts())
                .startsWith("INFO [3] line 0", "INFO [3] line 1")
                .endsWith("INFO [3] line 9998", "INFO [3] line 9999", "ERROR [3] it failed");
        assertThat(texts())
                .anyMatch(
                        text -> text.matches(
                                "WARNING \\[3] \\d+ lines are omitted here, because the log of an attempt has at most 64 KB\\."));
        assertThat(lines.stream().mapToInt(line -> line.message().length()).sum())
                .isLessThan(64 * KB);
    }

    /** An exception that returns a new cause from each call. */
    private static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Endless() {
            super("endless");
        }

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }

    @Test
    void traceWithoutAnEndIsTruncated() {
        assertThat(StackText.of(new Endless())).hasSizeBetween(32_768, 33_000).endsWith("\n\t...");
        assertThat(StackText.of(new IllegalStateException("x".repeat(100_000)))).hasSizeLessThan(33_000);
    }

    @Test
    void megabytesWithoutALineBreakAreBoundedAndSplitBetweenCharacters() {
        try (AttemptLog log = log(64 * KB, 3L)) {
            log.enter();
            System.out.print("✓".repeat(2_000_000));
            log.write(System.Logger.Level.INFO, "x".repeat(5_000_000), null);
        }

        assertThat(lines).allSatisfy(line -> assertThat(line.message()).hasSizeLessThan(40_000));
        assertThat(lines.get(0).message()).matches("✓+").hasSizeBetween(5_000, 16_384);
        assertThat(texts()).last().asString().contains("✓").doesNotContain("\ufffd");
    }
}
