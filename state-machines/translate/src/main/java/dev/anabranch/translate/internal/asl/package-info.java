/**
 * Amazon States Language in its JSONata dialect, as records and a canonical writer: equal machines give equal bytes. It
 * does not depend on workflows.
 *
 * <p>Fields follow https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html and
 * https://states-language.net/spec.html. Where a field takes JSON, strings of the form {@code {% ... %}} in it are
 * JSONata.
 */
@NullMarked
package dev.anabranch.translate.internal.asl;

import org.jspecify.annotations.NullMarked;
