package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.task.Results;

/**
 * Results of a fan-out that are in the stores. An input contains it as an embedded object where a task takes
 * {@link Results}.
 */
public interface StoredResults {

    /** Returns the results, each read as {@code element} on demand. */
    Results<?> as(JavaType element);
}
