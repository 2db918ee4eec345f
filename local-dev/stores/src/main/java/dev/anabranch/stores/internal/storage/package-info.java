/**
 * What the rooms of the embedded cloud share: where its data lives, what is metered, and where faults are injected.
 * Nothing here knows of workflows.
 */
@NullMarked
package dev.anabranch.stores.internal.storage;

import org.jspecify.annotations.NullMarked;
