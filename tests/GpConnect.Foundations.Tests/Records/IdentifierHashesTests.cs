using FsCheck;
using FsCheck.Xunit;
using GpConnect.Foundations.Records;

namespace GpConnect.Foundations.Tests.Records;

public class IdentifierHashesTests
{
    private static readonly IdentifierHashes Tokens = new(new byte[32]);

    [Property]
    public bool A_token_is_repeatable_and_reveals_nothing(NonNull<string> value)
    {
        var token = Tokens.Of("A20047", "Patient", "system", value.Get);

        return token == Tokens.Of("A20047", "Patient", "system", value.Get) && token.Length == 43 && (value.Get.Length < 4 || !token.Contains(value.Get, StringComparison.Ordinal));
    }

    [Property]
    public bool Every_part_and_the_key_matter(NonEmptyString value)
    {
        var number = string.Concat(value.Get.Where(char.IsAsciiLetterOrDigit)) + "a";
        string[] tokens =
        [
            Tokens.Of("A20047", "Patient", "system", number), Tokens.Of("R1A14", "Patient", "system", number), Tokens.Of("A20047", "Practitioner", "system", number),
            Tokens.Of("A20047", "Patient", "System", number), Tokens.Of("A20047", "Patient", "system", number.ToUpperInvariant()), new IdentifierHashes(new byte[33]).Of("A20047", "Patient", "system", number),
            new IdentifierHashes(Enumerable.Repeat((byte)1, 32).ToArray()).Of("A20047", "Patient", "system", number),
        ];

        // HMAC pads its key with zeros, so 32 and 33 zero bytes are the same key.
        return tokens.Distinct().Count() == 6;
    }
}
