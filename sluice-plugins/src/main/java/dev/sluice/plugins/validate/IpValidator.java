package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;
import java.util.List;

/** Asks for an IP address or network. Null passes. */
public final class IpValidator extends TextValidator {
    public static final Option<TextForm.IpVersion> VERSION = Option.of(
            "version",
            new OptionType.Choice<>(TextForm.IpVersion.class),
            TextForm.IpVersion.ANY,
            "The version of the protocol.");
    public static final Option<Boolean> NETWORK = Option.of(
            "network",
            new OptionType.Flag(),
            false,
            "Whether a network such as `10.0.0.0/8` is wanted instead of an address.");
    public static final Option<List<String>> WITHIN = Option.of(
            "within",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Networks such as `10.0.0.0/8`, in one of which it must lie.");

    public IpValidator() {
        super(ReasonCode.NOT_AN_IP);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("ip", "The text must be an IP address or network.", COLUMN, VERSION, NETWORK, WITHIN);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Ip(options.get(VERSION), options.get(NETWORK), options.get(WITHIN));
    }

    @Override
    String fault(Options options) {
        String version = switch (options.get(VERSION)) {
            case ANY -> "IP";
            case V4 -> "IPv4";
            case V6 -> "IPv6";
        };
        String within = options.get(WITHIN).isEmpty() ? "" : " within " + String.join(", ", options.get(WITHIN));
        return "not an " + version + (options.get(NETWORK) ? " network" : " address") + within;
    }
}
