package dev.anabranch.examples.recordpipeline;

import java.util.List;

/** A record with the units that it consists of. */
public record DataRecord(String id, List<String> units) {}
