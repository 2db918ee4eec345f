package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.task.Results;

/** The results of a fan-out that are still in the stores. An input holds it as an embedded object where a task takes {@link Results}. */
public interface StoredResults {

    /** Returns the results, each read as {@code element} when it is asked for. */
    Results<?> as(JavaType element);
}
