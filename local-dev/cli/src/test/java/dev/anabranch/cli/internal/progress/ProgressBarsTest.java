package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ProgressBarsTest {

    private final TestScreen screen = new TestScreen();

    @Test
    void barsEndWithTheCountsAndTheOutcomeOfTheRun() {
        try (Progress progress = screen.progress(new Terminal(true, 60, 24, false, false))) {
            progress.expect("cut", 2);
            progress.expect("classify", 10);
            screen.pass(Duration.ofSeconds(2));
            progress.advance("cut", 2, 0, 0);
            progress.advance("classify", 3, 1, 0);
            progress.ended(RunStatus.FAILED, Duration.ofSeconds(3));
        }

        assertThat(shown())
                .containsExactly(
                        "cut      [========]  2/2  in 0:02  1.0/s",
                        "classify [===>    ]  4/10  1 failed  run failed after 0:03");
    }

    @Test
    void fanOutsBelowTheScreenHaveABarAtTheEnd() {
        try (Progress progress = screen.progress(new Terminal(true, 60, 2, false, false))) {
            progress.advance("first", 1, 0, 0);
            progress.advance("second", 2, 0, 0);
            screen.pass(Duration.ofSeconds(1));
            progress.ended(RunStatus.SUCCEEDED, Duration.ofSeconds(1));
        }

        assertThat(shown()).containsExactly("first  [>       ]  1  in 0:01", "second [>       ]  2  in 0:01");
    }

    @Test
    void printedLinesAreAboveTheBars() {
        try (Progress progress = screen.progress(new Terminal(true, 60, 24, false, false))) {
            progress.print(List.of("before"));
            progress.expect("cut", 2);
            progress.print(List.of("one", "two"));
            progress.advance("cut", 1, 0, 0);
            progress.print(List.of("three"));
            progress.advance("cut", 1, 0, 0);
            progress.ended(RunStatus.SUCCEEDED, Duration.ofSeconds(1));
        }

        assertThat(shown()).containsExactly("before", "one", "two", "three", "cut [========]  2/2  in 0:00");
    }

    @Test
    void writesNothingButCursorMovesAndText() {
        try (Progress progress = screen.progress(new Terminal(true, 60, 24, true, false))) {
            progress.expect("cut", 3);
            progress.advance("cut", 1, 0, 0);
        }

        assertThat(screen.written().replaceAll("\u001b\\[\\d+[AB]", "").replaceAll("[\r\n]", ""))
                .doesNotContainPattern("\\p{Cntrl}")
                .contains("\u2588");
    }

    /** Returns the final lines of a terminal. */
    private List<String> shown() {
        List<String> lines = new ArrayList<>(List.of(""));
        int row = 0;
        Matcher parts = Pattern.compile("\u001b\\[(\\d+)([AB])|\u001b\\[J|\r|\n|[^\u001b\r\n]+")
                .matcher(screen.written());
        while (parts.find()) {
            String part = parts.group();
            if (parts.group(1) != null) {
                row += Integer.parseInt(parts.group(1)) * (parts.group(2).equals("A") ? -1 : 1);
            } else if (part.equals("\u001b[J")) {
                lines.subList(row, lines.size()).replaceAll(cleared -> "");
            } else if (part.equals("\n")) {
                row++;
            } else if (!part.equals("\r")) {
                lines.set(row, part.stripTrailing());
            }
            while (lines.size() <= row) {
                lines.add("");
            }
        }
        assertThat(lines.remove(lines.size() - 1)).isEmpty();
        return lines;
    }
}
