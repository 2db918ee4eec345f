/** Stores lists of records by key in one append-only file. Callers define what a record means. */
@NullMarked
package dev.anabranch.engine.journal;

import org.jspecify.annotations.NullMarked;
