package dev.anabranch.engine.internal.definition;

import java.util.List;

/** What a Task, Parallel or Map state does about errors; the first element that names the error is the one that counts. */
public record ErrorHandling(List<Retrier> retriers, List<Catcher> catchers) {

    static final ErrorHandling NONE = new ErrorHandling(List.of(), List.of());
}
