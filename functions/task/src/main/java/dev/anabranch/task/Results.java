package dev.anabranch.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a fan-out returned, in the order of its items, read as it is needed: memory stays bounded however wide the fan-out was.
 * Each call of {@link #iterator()} or {@link #stream()} reads from the start.
 *
 * @param <R> what one item returned
 */
public interface Results<R> extends Iterable<R> {

    /** How many items the fan-out had. */
    long size();

    /**
     * One result.
     *
     * @throws IndexOutOfBoundsException when {@code index} is not in {@code 0 .. size() - 1}
     */
    R get(long index);

    /** All results in order. Pages are fetched ahead of the reader and given up when it has passed them. */
    @Override
    Iterator<R> iterator();

    /** All results in order, sequential. */
    default Stream<R> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** All results in memory at once: only for what is known to be small. */
    default List<R> toList() {
        return stream().toList();
    }

    /** True when the fan-out had no items. */
    default boolean isEmpty() {
        return size() == 0;
    }

    /** A list seen as results; for tests of tasks. */
    static <R> Results<R> of(List<? extends R> values) {
        return new ListResults<>(Collections.unmodifiableList(new ArrayList<>(values)));
    }
}
