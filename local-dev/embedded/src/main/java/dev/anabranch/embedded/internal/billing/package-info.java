/**
 * Computes what AWS would have billed for the runs of this process. Quantities are counted when they occur, and priced
 * by the list that {@code explain} uses.
 */
@NullMarked
package dev.anabranch.embedded.internal.billing;

import org.jspecify.annotations.NullMarked;
