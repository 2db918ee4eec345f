package dev.anabranch.examples.recordpipeline;

import java.util.List;

/** A record and its units. */
public record DataRecord(String id, List<String> units) {}
