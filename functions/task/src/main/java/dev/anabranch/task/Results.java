package dev.anabranch.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The results of a fan-out, in the order of its items. They are read lazily, page by page, so memory is bounded for any
 * number of items. Each call of {@link #iterator()} or {@link #stream()} reads from the start.
 *
 * <p>Any method that reads fails the attempt with an unchecked exception if a record or payload is missing or a store
 * does not answer.
 *
 * @param <R> the type that one item returns
 */
public interface Results<R> extends Iterable<R> {

    /** Returns the number of results. */
    long size();

    /**
     * Returns one result.
     *
     * @param index from 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if {@code index} is out of range
     */
    R get(long index);

    /** Returns an iterator over all results in order. It fetches pages ahead and drops each page once it is read. */
    @Override
    Iterator<R> iterator();

    /** Returns all results in order, as a sequential stream. */
    default Stream<R> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** Reads all results into memory. Use it for results that are known to be small. */
    default List<R> toList() {
        return stream().toList();
    }

    /** Returns true if there are no results. */
    default boolean isEmpty() {
        return size() == 0;
    }

    /** Returns the elements of a list as results, for tests of tasks. */
    static <R> Results<R> of(List<? extends R> values) {
        return new ListResults<>(Collections.unmodifiableList(new ArrayList<>(values)));
    }
}
