package dev.anabranch.action;

/** The result of a task is the list of a fan-out, but is not a list. */
public final class ListExpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the message of every {@code ListExpected} begins with. */
    public static final String SUBJECT = "the result";

    public ListExpected(String found) {
        super(SUBJECT + " is fanned out over, so it must be a list, but it is " + found + ".");
    }
}
