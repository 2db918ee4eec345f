/** What AWS would bill for what was done here: counted as it happens, priced by the list that {@code explain} uses. */
@NullMarked
package dev.anabranch.embedded.internal.billing;

import org.jspecify.annotations.NullMarked;
