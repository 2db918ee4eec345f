package dev.anabranch.embedded.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.record.LogPage;
import dev.anabranch.runs.internal.record.LogQuery;
import dev.anabranch.runs.internal.record.StoredLogLine;
import dev.anabranch.runtime.internal.invoke.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLogFilesTest {

    private static final LogQuery ALL = new LogQuery(Optional.empty(), null, System.Logger.Level.ALL, 0, 1_000);

    @TempDir
    Path folder;

    private RunLogFiles logs = new RunLogFiles(Path.of(""));

    @BeforeEach
    void setUp() {
        logs = new RunLogFiles(folder);
    }

    @AfterEach
    void tearDown() throws IOException {
        logs.close();
    }

    private void write(String run, String node, List<Long> path, System.Logger.Level level, String message) {
        logs.write(new LogLine(Instant.EPOCH, level, run, "w", node, path, 1, message, null, null, ""));
    }

    private void write(String run, String message) {
        write(run, "n", List.of(), System.Logger.Level.INFO, message);
    }

    private List<String> messages(String run, LogQuery query) {
        return logs.page(run, query).lines().stream()
                .map(StoredLogLine::message)
                .toList();
    }

    @Test
    void linesAreReadInTheOrderInWhichTheyWereWritten() {
        write("a", "first\nof two");
        write("b", "of another run");
        write("a", "\u001b[2J\0\ud800 second");

        assertThat(messages("a", ALL)).containsExactly("first\nof two", "\u001b[2J\0? second");
        assertThat(messages("b", ALL)).containsExactly("of another run");
        assertThat(messages("none", ALL)).isEmpty();
    }

    @Test
    void selectsByNodeItemAndLevel() {
        write("a", "tile", List.of(2L), System.Logger.Level.INFO, "tile 2");
        write("a", "tile", List.of(2L, 5L), System.Logger.Level.WARNING, "tile 2.5");
        write("a", "tile", List.of(3L), System.Logger.Level.ERROR, "tile 3");
        write("a", "sum", List.of(), System.Logger.Level.ERROR, "sum");

        assertThat(messages("a", new LogQuery(Optional.of("sum"), null, System.Logger.Level.ALL, 0, 9)))
                .containsExactly("sum");
        assertThat(messages("a", new LogQuery(Optional.empty(), null, System.Logger.Level.WARNING, 0, 9)))
                .containsExactly("tile 2.5", "tile 3", "sum");
        assertThat(messages(
                        "a",
                        new LogQuery(
                                Optional.of("tile"),
                                IndexRange.paths(IndexRange.parse("2")),
                                System.Logger.Level.ALL,
                                0,
                                9)))
                .containsExactly("tile 2", "tile 2.5");
    }

    @Test
    void pagesContinueWhereThePreviousOneEnded() {
        for (int i = 0; i < 25; i++) {
            write("a", "line " + i);
        }
        List<String> read = new ArrayList<>();
        LogPage page = logs.page("a", new LogQuery(Optional.empty(), null, System.Logger.Level.ALL, 0, 10));
        while (!page.last()) {
            page.lines().forEach(line -> read.add(line.message()));
            page = logs.page("a", new LogQuery(Optional.empty(), null, System.Logger.Level.ALL, page.end(), 10));
        }
        page.lines().forEach(line -> read.add(line.message()));
        write("a", "later");

        assertThat(read).hasSize(25).startsWith("line 0").endsWith("line 24");
        assertThat(messages("a", new LogQuery(Optional.empty(), null, System.Logger.Level.ALL, page.end(), 10)))
                .containsExactly("later");
    }

    @Test
    void lineThatAKilledProcessLeftIncompleteIsSkipped() throws IOException {
        write("a", "whole");
        logs.close();
        Files.writeString(folder.resolve("a.jsonl"), "{\"time\":\"19", StandardOpenOption.APPEND);
        logs = new RunLogFiles(folder);
        write("a", "after");

        assertThat(messages("a", ALL)).containsExactly("whole", "after");
    }

    @Test
    void runsWhoseIdsDifferInCaseHaveDifferentFiles() {
        write("Run-a", "one");
        write("run-A", "other");

        assertThat(folder.resolve("+Run-a.jsonl")).exists();
        assertThat(messages("Run-a", ALL)).containsExactly("one");
        logs.delete("Run-a");
        logs.delete("never");
        assertThat(messages("Run-a", ALL)).isEmpty();
        assertThat(messages("run-A", ALL)).containsExactly("other");
    }
}
