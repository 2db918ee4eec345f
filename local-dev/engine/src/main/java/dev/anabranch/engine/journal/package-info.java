/**
 * What outlives the process: lists of records by key, in one append-only file. It knows neither executions nor state machines; those
 * say what a record means.
 */
@NullMarked
package dev.anabranch.engine.journal;

import org.jspecify.annotations.NullMarked;
