package dev.anabranch.cli.internal.output;

/**
 * Another command that a message suggests. Its text works if the user copies it.
 *
 * @param launcher how the user started this command, as a word of a shell
 * @param options the options of this command that name the same runs, each after a blank
 */
public record NextCommand(String launcher, String options) {

    /** Returns the text of a command, such as {@code rerun r1}, with the options. */
    public String of(String command) {
        return launcher + " " + command + options;
    }
}
