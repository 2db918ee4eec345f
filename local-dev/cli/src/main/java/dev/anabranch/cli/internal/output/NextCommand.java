package dev.anabranch.cli.internal.output;

import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.cli.internal.terminal.TextWidth;

/**
 * Another command that a message suggests. Its text works if the user copies it.
 *
 * @param launcher how the user started this command, as a word of a shell
 * @param options the options of this command that name the same runs, each after a blank
 * @param isDeployed whether the runs are those of a deployment, so that their tasks do not run on this machine
 * @param terminal where the message is shown
 */
public record NextCommand(String launcher, String options, boolean isDeployed, Terminal terminal) {

    private static final String INDENT = "  ";

    /** Returns the text of a command, such as {@code rerun r1}, with the options. */
    public String of(String command) {
        return launcher + " " + command + options;
    }

    /**
     * Returns a line that suggests a command, such as {@code To follow it: ./anabranch status r1 --follow}. If it does not
     * fit into the columns of a terminal, the command has its own line, which is not broken.
     */
    public String hint(String purpose, String command) {
        String line = purpose + ": " + of(command);
        return !terminal.live() || TextWidth.of(line) <= terminal.columns()
                ? line
                : terminal.wrapped(purpose + ":") + "\n" + INDENT + of(command);
    }
}
