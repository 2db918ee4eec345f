package dev.anabranch.engine.internal.definition;

import java.util.List;

/** The Retriers and Catchers of a Task, Parallel or Map state. The first element that matches the error applies. */
public record ErrorHandling(List<Retrier> retriers, List<Catcher> catchers) {

    static final ErrorHandling NONE = new ErrorHandling(List.of(), List.of());
}
