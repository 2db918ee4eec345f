package dev.anabranch.cli.internal.terminal;

/** What the process tells the shell. */
public final class ExitCode {

    /** Everything that was asked for is done. */
    public static final int OK = 0;

    /** The command did its work, and the run that it ran failed. */
    public static final int RUN_FAILED = 1;

    /** The command cannot be carried out as given; something has to be typed, written or installed differently. */
    public static final int WRONG_COMMAND = 2;

    /** Anabranch itself is wrong. */
    public static final int BUG = 3;

    /** What the command is about cannot be reached, lets us not in, or fails by itself. */
    public static final int UNAVAILABLE = 4;

    /** Ctrl-C: what shells expect of a program that an interrupt has ended. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
