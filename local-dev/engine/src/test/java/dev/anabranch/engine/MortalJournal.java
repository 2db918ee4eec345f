package dev.anabranch.engine;

import dev.anabranch.engine.journal.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A journal in memory that simulates a kill of the process: after a number of writes, each write throws {@link Killed}.
 */
final class MortalJournal implements Journal {

    private final Map<String, List<byte[]>> records;
    private int writesLeft;
    private int writes;

    private MortalJournal(Map<String, List<byte[]>> records, int writesLeft) {
        this.records = records;
        this.writesLeft = writesLeft;
    }

    static MortalJournal empty(int writes) {
        return new MortalJournal(new LinkedHashMap<>(), writes);
    }

    /** Returns a copy of the journal for the next process, which is killed after {@code more} writes. */
    synchronized MortalJournal afterRestart(int more) {
        Map<String, List<byte[]>> copy = new LinkedHashMap<>();
        records.forEach((key, list) -> copy.put(key, new ArrayList<>(list)));
        return new MortalJournal(copy, more);
    }

    synchronized int writes() {
        return writes;
    }

    /** Simulates the kill of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void write() {
        if (writesLeft == 0) {
            throw new Killed();
        }
        writesLeft--;
        writes++;
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public synchronized void append(String key, byte[] item) {
        write();
        records.computeIfAbsent(key, k -> new ArrayList<>()).add(item);
    }

    @Override
    public synchronized void replace(String key, byte[] item) {
        write();
        records.put(key, new ArrayList<>(List.of(item)));
    }

    @Override
    public synchronized void remove(String key) {
        write();
        records.remove(key);
    }

    @Override
    public synchronized List<byte[]> read(String key) {
        return List.copyOf(records.getOrDefault(key, List.of()));
    }

    @Override
    public synchronized Set<String> keys(String prefix) {
        Set<String> keys = new TreeSet<>(records.keySet());
        keys.removeIf(key -> !key.startsWith(prefix));
        return keys;
    }

    @Override
    public void close() {}
}
