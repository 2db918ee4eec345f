package dev.anabranch.action;

/** A task returned something other than a list where its result is fanned out over. */
public final class ListExpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the message of every {@code ListExpected} begins with. */
    public static final String SUBJECT = "the result";

    public ListExpected(String found) {
        super(SUBJECT + " is fanned out over, so it must be a list, but it is " + found + ".");
    }
}
