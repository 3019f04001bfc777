using Hl7.Fhir.Model;

namespace GpConnect.Fhir.Tests;

/// <summary>For every type of the model, the access to elements by name agrees with the attributes of its properties.</summary>
public class ModelTests
{
    public static TheoryData<Type> ModelTypes => [.. Samples.ModelTypes];

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Every_element_can_be_set_got_and_enumerated_by_name(Type type)
    {
        foreach (var property in Samples.ElementsOf(type))
        {
            var instance = (Base)Activator.CreateInstance(type)!;
            var value = Samples.ValueOf(property);

            Assert.False(instance.TryGetValue(Samples.NameOf(property), out _));
            instance.SetValue(Samples.NameOf(property), value);

            Assert.Same(value, property.GetValue(instance));
            Assert.True(instance.TryGetValue(Samples.NameOf(property), out var got));
            Assert.Same(value, got);
            Assert.Equal([new(Samples.NameOf(property), value)], instance.EnumerateElements());
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Elements_are_enumerated_in_the_order_of_the_attributes(Type type) =>
        Assert.Equal(
            Samples.ElementsOf(type).Select(Samples.NameOf),
            Samples.Full(type).EnumerateElements().Select(element => element.Key));

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_value_of_the_wrong_type_is_kept_as_overflow_until_a_valid_one_replaces_it(Type type)
    {
        foreach (var property in Samples.ElementsOf(type))
        {
            var instance = (Base)Activator.CreateInstance(type)!;
            var wrong = new Narrative("a");

            instance.SetValue(Samples.NameOf(property), wrong);
            Assert.True(instance.TryGetValue(Samples.NameOf(property), out var got));
            Assert.Same(wrong, got);

            instance.SetValue(Samples.NameOf(property), Samples.ValueOf(property));
            Assert.False(instance.HasOverflow);

            instance.SetValue(Samples.NameOf(property), null);
            Assert.Empty(instance.EnumerateElements());
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_deep_copy_is_equal_and_shares_no_element(Type type)
    {
        var original = Samples.Full(type);
        var copy = original.DeepCopy();

        Assert.IsType(type, copy);
        Assert.True(original.IsExactly(copy));
        foreach (var property in Samples.ElementsOf(type))
        {
            var other = original.DeepCopy();
            other.SetValue(Samples.NameOf(property), null);

            Assert.NotSame(property.GetValue(original), property.GetValue(copy));
            Assert.False(original.IsExactly(other));
        }
    }
}
