package dev.anabranch.action;

/** The result of a task is the list of a fan-out, but is not a list. */
public final class ListExpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ListExpected(String found) {
        super("the result is fanned out over, so it must be a list, but it is " + found + ".");
    }
}
