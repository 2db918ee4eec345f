package @package@;

import java.util.List;

/**
 * The input of the workflow {@link Hello}.
 *
 * @param rivers the rivers to greet; null for three rivers of Europe
 */
public record HelloInput(List<String> rivers) {}
