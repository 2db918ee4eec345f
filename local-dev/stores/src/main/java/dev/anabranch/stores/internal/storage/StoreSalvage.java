package dev.anabranch.stores.internal.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.jspecify.annotations.Nullable;

/** Copies the readable entries of a store file that may be damaged to a new storage. */
public final class StoreSalvage {

    private static final String NAME = "name.";

    private final Storage copy;
    private final List<LostMap> lost = new ArrayList<>();
    private boolean older;

    /** The types of maps by name. */
    @FunctionalInterface
    public interface MapTypes {
        /** Returns the types of a map; null if it must not be copied. */
        MVMap.@Nullable Builder<?, ?> of(String name);

        /** Returns these types, and {@code others} for all other maps. */
        default MapTypes or(MapTypes others) {
            return name -> {
                MVMap.Builder<?, ?> own = of(name);
                return own != null ? own : others.of(name);
            };
        }
    }

    /**
     * A range of keys whose entries cannot be read.
     *
     * @param from the first key; null if the range has no lower bound
     * @param to the first key after the range; null if the range has no upper bound
     */
    public record Range(@Nullable Object from, @Nullable Object to) {

        private static final Range ALL = new Range(null, null);

        /**
         * Returns true if the range may contain a key that begins with a prefix. A key that is not a byte array may
         * have any prefix.
         */
        boolean mayHave(byte[] prefix) {
            if (to instanceof byte[] end && Arrays.compareUnsigned(end, prefix) <= 0) {
                return false;
            }
            return !(from instanceof byte[] first)
                    || Arrays.compareUnsigned(first, prefix) <= 0
                    || Arrays.equals(first, 0, Math.min(first.length, prefix.length), prefix, 0, prefix.length);
        }
    }

    /**
     * A map with entries that cannot be read.
     *
     * @param name the name of the map
     * @param entries the number of lost entries; -1 if unknown
     */
    public record LostMap(String name, long entries, List<Range> ranges) {
        /** Copies the list. */
        public LostMap {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * The losses of a copy.
     *
     * @param all true if the list of maps is incomplete, so that any entry may be missing
     * @param older true if the newest changes are missing
     */
    public record Losses(boolean all, boolean older, List<LostMap> maps) {

        /** The losses of a missing file. */
        public static final Losses EVERYTHING = new Losses(true, true, List.of());

        /** The losses of an undamaged file. */
        public static final Losses NONE = new Losses(false, false, List.of());

        /** Copies the list. */
        public Losses {
            maps = List.copyOf(maps);
        }

        /** Returns true if a map may lack an entry whose key begins with a prefix. */
        public boolean mayHave(String map, byte[] prefix) {
            return all
                    || maps.stream()
                            .filter(lost -> lost.name().equals(map))
                            .flatMap(lost -> lost.ranges().stream())
                            .anyMatch(range -> range.mayHave(prefix));
        }
    }

    private StoreSalvage(Storage copy) {
        this.copy = copy;
    }

    /**
     * Copies all readable entries of the maps of a file that may be damaged.
     *
     * @param damaged is not changed
     * @param sealed whether the blocks are compared with the seal, if it exists
     * @param copy must be empty
     */
    static Losses salvage(Path damaged, boolean sealed, Storage copy, MapTypes types) throws IOException {
        SealedFile file;
        try {
            file = sealed ? SealedFile.openDamaged(damaged) : SealedFile.openUnchecked(damaged);
        } catch (RuntimeException unreadable) {
            return Losses.EVERYTHING;
        }
        StoreSalvage salvage = new StoreSalvage(copy);
        try {
            boolean complete = salvage.copyAll(file, types);
            return new Losses(!complete, salvage.older, salvage.lost);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) { // Damaged content can be misread.
            return Losses.EVERYTHING;
        } finally {
            file.abandon();
        }
    }

    private static MVStore open(SealedFile file) {
        return new MVStore.Builder()
                .adoptFileStore(file)
                .readOnly()
                .autoCommitDisabled()
                .compress()
                .open();
    }

    /**
     * The newest state in a store file.
     *
     * @param created when the file was created, which distinguishes stores
     * @param version the number of the state
     */
    record State(String created, long version) {}

    /** Reads the newest state in a file without comparing the file with its seal. Empty if it cannot be read. */
    static Optional<State> state(Path path) throws IOException {
        SealedFile file;
        try {
            file = SealedFile.openUnchecked(path);
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
        try {
            MVStore store = open(file);
            State state = new State(String.valueOf(store.getStoreHeader().get("created")), store.getCurrentVersion());
            store.closeImmediately();
            return Optional.of(state);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError unreadable) {
            return Optional.empty();
        } finally {
            file.abandon();
        }
    }

    /** Returns true if the list of maps is complete. */
    private boolean copyAll(SealedFile file, MapTypes types) {
        MVStore store = open(file);
        try {
            // MVStore opens an earlier state if it cannot read the newest one.
            older = file.lacksContent();
            Map<String, String> meta = new TreeMap<>();
            boolean complete = new Walk<String, String>(NAME, meta::put).all(store.getMetaMap());
            for (String key : meta.keySet()) {
                String name = key.startsWith(NAME) ? key.substring(NAME.length()) : "";
                MVMap.Builder<?, ?> type = types.of(name);
                if (type != null) {
                    copy(store, name, type);
                }
            }
            return complete;
        } finally {
            store.closeImmediately();
        }
    }

    private <K, V> void copy(MVStore store, String name, MVMap.Builder<K, V> type) {
        MVMap<K, V> to = copy.restructure(() -> copy.maps().openMap(name, type));
        Walk<K, V> walk = new Walk<>(name, (key, value) -> copy.write(() -> to.put(key, value)));
        try {
            walk.all(store.openMap(name, type));
        } catch (RuntimeException unreadable) {
            lost.add(new LostMap(name, -1, List.of(Range.ALL)));
        }
    }

    /** Receives entries. */
    private interface Sink<K, V> {
        void put(K key, V value);
    }

    /** Visits every readable page of a map. */
    private final class Walk<K, V> {
        private final String name;
        private final Sink<K, V> sink;
        private final List<Range> ranges = new ArrayList<>();
        private long copied;

        Walk(String name, Sink<K, V> sink) {
            this.name = name;
            this.sink = sink;
        }

        /** Returns true if all pages were readable. */
        boolean all(MVMap<K, V> map) {
            Page<K, V> root = map.getRootPage();
            pages(root, null, null);
            if (!ranges.isEmpty()) {
                lost.add(new LostMap(name, root.getTotalCount() - copied, ranges));
            }
            return ranges.isEmpty();
        }

        private void pages(Page<K, V> page, @Nullable Object from, @Nullable Object to) {
            if (page.isLeaf()) {
                for (int i = 0; i < page.getKeyCount(); i++) {
                    sink.put(page.getKey(i), page.getValue(i));
                    copied++;
                }
                return;
            }
            for (int i = 0; i < page.getRawChildPageCount(); i++) {
                Object first = i == 0 ? from : page.getKey(i - 1);
                Object last = i == page.getKeyCount() ? to : page.getKey(i);
                Page<K, V> child = child(page, i);
                if (child == null) {
                    ranges.add(new Range(first, last));
                } else {
                    pages(child, first, last);
                }
            }
        }

        private @Nullable Page<K, V> child(Page<K, V> page, int index) {
            try {
                return page.getChildPage(index);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError unreadable) {
                return null;
            }
        }
    }
}
