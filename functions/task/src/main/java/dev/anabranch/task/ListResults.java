package dev.anabranch.task;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** {@link Results} that are a list in memory. */
record ListResults<R>(List<R> values) implements Results<R> {

    @Override
    public long size() {
        return values.size();
    }

    @Override
    public R get(long index) {
        return values.get((int) Objects.checkIndex(index, (long) values.size()));
    }

    @Override
    public Iterator<R> iterator() {
        return values.iterator();
    }
}
