/** Says why a plan is as it is, how near each quota it comes at given widths, and what a run costs: as data, as text and as JSON. */
@NullMarked
package dev.anabranch.explain.internal.report;

import org.jspecify.annotations.NullMarked;
