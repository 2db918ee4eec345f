package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.terminal.Terminal;
import org.junit.jupiter.api.Test;

final class NextCommandTest {

    private static NextCommand on(boolean live, int columns) {
        return new NextCommand("./anabranch", " --data 'my runs'", false, new Terminal(live, columns, 24, true, false));
    }

    @Test
    void commandThatDoesNotFitIsWholeOnItsOwnLine() {
        assertThat(on(true, 40)
                        .hint("To compute this item and all that did not succeed", "rerun r1 --node a --items 17"))
                .isEqualTo("""
                        To compute this item and all that did
                        not succeed:
                          ./anabranch rerun r1 --node a --items 17 --data 'my runs'""");
        assertThat(on(true, 80).hint("To follow it", "status r1 --follow"))
                .isEqualTo("To follow it: ./anabranch status r1 --follow --data 'my runs'");
    }

    @Test
    void outputThatIsNoTerminalHasOneLine() {
        assertThat(on(false, 40).hint("To compute only what did not succeed", "rerun r1"))
                .isEqualTo("To compute only what did not succeed: ./anabranch rerun r1 --data 'my runs'");
    }
}
