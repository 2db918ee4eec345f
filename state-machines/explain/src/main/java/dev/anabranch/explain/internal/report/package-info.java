/** Explanations of plans: reasons, use of quotas and cost at given widths, as data, text and JSON. */
@NullMarked
package dev.anabranch.explain.internal.report;

import org.jspecify.annotations.NullMarked;
