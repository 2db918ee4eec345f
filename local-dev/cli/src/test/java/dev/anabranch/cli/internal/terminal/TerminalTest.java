package dev.anabranch.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class TerminalTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

    @Test
    void takesTheSizeFromTheLauncher() {
        Terminal terminal = Terminal.of(XTERM, properties(Terminal.SIZE, "50 132"));

        assertThat(terminal.live()).isTrue();
        assertThat(terminal.rows()).isEqualTo(50);
        assertThat(terminal.columns()).isEqualTo(132);
    }

    @Test
    void sentencesAreBrokenAtBlanksButNotInsideCommands() {
        Terminal narrow = new Terminal(true, 30, 24, true, false);
        String sentence = "anabranch: The run `r1` continues. Start it with `./anabranch serve --data x`, then repeat.";

        assertThat(narrow.wrapped(sentence)).isEqualTo("""
                anabranch: The run `r1`
                continues. Start it with
                `./anabranch serve --data x`,
                then repeat.""");
        assertThat(narrow.wrapped("one `odd backtick and many more words", 10)).isEqualTo("""
                one `odd backtick
                          and many more words""");
        assertThat(narrow.wrapped("日本語 日本語 日本語 日本語 日本語")).isEqualTo("日本語 日本語 日本語 日本語\n日本語");
        assertThat(new Terminal(false, 30, 24, true, false).wrapped(sentence)).isEqualTo(sentence);
    }

    @Test
    void isNotLiveIfStandardErrorIsAFile() {
        assertThat(Terminal.of(XTERM, properties(Terminal.SIZE, "none")).live()).isFalse();
    }

    @Test
    void linesOfStandardOutputFitOnlyIfTheTerminalShowsThem() {
        Properties properties = properties(Terminal.SIZE, "50 40");
        assertThat(Terminal.of(XTERM, properties).outputColumns()).isEqualTo(Integer.MAX_VALUE);

        properties.setProperty(Terminal.OUTPUT, "terminal");

        assertThat(Terminal.of(XTERM, properties).outputColumns()).isEqualTo(40);
    }

    @Test
    void assumesEightyColumnsIfTheSizeIsUnknown() {
        Terminal unknown = Terminal.of(XTERM, properties(Terminal.SIZE, "0 0"));

        assertThat(unknown).isEqualTo(new Terminal(true, 80, 24, false, false));
    }

    @Test
    void isNotLiveWithoutLauncher() {
        assertThat(Terminal.of(XTERM, new Properties()).live()).isFalse();
    }

    @Test
    void isNotLiveWithoutCursorControl() {
        assertThat(Terminal.of(Map.of("TERM", "dumb"), properties(Terminal.SIZE, "24 80"))
                        .live())
                .isFalse();
        assertThat(Terminal.of(Map.of(), properties(Terminal.SIZE, "24 80")).live())
                .isFalse();
    }

    @Test
    void drawsBlocksOnlyIfTheEncodingHasThem() {
        assertThat(Terminal.of(XTERM, properties("native.encoding", "UTF-8")).unicode())
                .isTrue();
        assertThat(Terminal.of(XTERM, properties("native.encoding", "ISO-8859-1"))
                        .unicode())
                .isFalse();
        assertThat(Terminal.of(XTERM, properties("native.encoding", "x-no-such-encoding"))
                        .unicode())
                .isFalse();
    }

    @Test
    void drawsInAsciiIfTheLauncherReplacedTheLocale() {
        Properties properties = properties("native.encoding", "UTF-8");
        properties.setProperty(Terminal.ASCII, "true");

        assertThat(Terminal.of(XTERM, properties).unicode()).isFalse();
    }

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }
}
