package dev.anabranch.cli.internal.terminal;

/** The exit codes of the process. */
public final class ExitCode {

    /** The command succeeded. */
    public static final int OK = 0;

    /** The command completed, but the run failed. */
    public static final int RUN_FAILED = 1;

    /** The user must correct the command, its input or the installation. */
    public static final int WRONG_COMMAND = 2;

    /** A bug in Anabranch. */
    public static final int BUG = 3;

    /** The deployment cannot be reached, fails or denies access. */
    public static final int UNAVAILABLE = 4;

    /** The command was interrupted with Ctrl-C; the code is a convention of shells. */
    public static final int INTERRUPTED = 130;

    /** The reader of standard output has closed it; as of a program that the signal SIGPIPE ended. */
    public static final int CLOSED_PIPE = 141;

    private ExitCode() {}
}
