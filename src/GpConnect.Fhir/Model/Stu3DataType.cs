using System.Diagnostics.CodeAnalysis;

namespace Hl7.Fhir.Model;

/// <summary>A data type whose elements are listed in a table.</summary>
public abstract class Stu3DataType<TSelf> : DataType
    where TSelf : Stu3DataType<TSelf>, new()
{
    private protected abstract ElementTable<TSelf> Elements { get; }

    public override IEnumerable<KeyValuePair<string, object>> EnumerateElements() =>
        base.EnumerateElements().Concat(Elements.Enumerate((TSelf)this));

    public override bool TryGetValue(string key, [NotNullWhen(true)] out object? value)
    {
        value = Elements.Find(key)?.Get((TSelf)this);
        return value is not null || base.TryGetValue(key, out value);
    }

    public override Base SetValue(string key, object? value)
    {
        // A value of the wrong type goes to the overflow, as an unknown element does: the deserializer reports both from there.
        if (Elements.Find(key)?.TrySet((TSelf)this, value) is not true)
        {
            return base.SetValue(key, value);
        }

        if (HasOverflow)
        {
            Overflow.Remove(key);
        }

        return this;
    }

    public override bool CompareChildren(Base other, IEqualityComparer<Base> comparer) =>
        other is TSelf same && base.CompareChildren(other, comparer) && Elements.AreEqual((TSelf)this, same, comparer);

    protected override void CopyToInternal(Base other)
    {
        base.CopyToInternal(other);
        Elements.Copy((TSelf)this, (TSelf)other);
    }

    protected override Base DeepCopyInternal()
    {
        var copy = new TSelf();
        CopyToInternal(copy);
        return copy;
    }
}
