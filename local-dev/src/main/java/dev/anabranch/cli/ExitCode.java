package dev.anabranch.cli;

/** What the process tells the shell. */
final class ExitCode {

    /** Everything that was asked for is done. */
    static final int OK = 0;

    /** The command did its work, and the run that it ran failed. */
    static final int RUN_FAILED = 1;

    /** The command cannot be carried out as given; something has to be typed, written or installed differently. */
    static final int WRONG_COMMAND = 2;

    /** Anabranch itself is wrong. */
    static final int BUG = 3;

    /** What the command is about cannot be reached, lets us not in, or fails by itself. */
    static final int UNAVAILABLE = 4;

    /** Ctrl-C: what shells expect of a program that an interrupt has ended. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
